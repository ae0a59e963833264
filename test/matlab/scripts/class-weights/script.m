% weights of the classes, in the order of the classes
classes = ["cat" "dog" "owl"];
counts = [10 20 70];
weights = 1./counts;
weights = weights/mean(weights);
lgraph = layerGraph([featureInputLayer(3); fullyConnectedLayer(numel(classes)); softmaxLayer; classificationLayer('Classes',classes,'ClassWeights',[1 2 3])]);
YTrain = categorical(["dog";"cat";"dog"]);
k = numel(categories(YTrain)) + numel(unique(YTrain));
lgraph2 = layerGraph([featureInputLayer(3); fullyConnectedLayer(k); softmaxLayer; classificationLayer('Classes',categories(YTrain))]);
