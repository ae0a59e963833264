net = layerGraph([imageInputLayer([12 12 1],'Name','i'); fullyConnectedLayer(3,'Name','f'); softmaxLayer('Name','s'); weightedClassificationLayer([0.2 0.3 0.5],'wce')]);
