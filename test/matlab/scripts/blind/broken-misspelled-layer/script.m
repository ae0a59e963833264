% a letter is missing in the name of a layer's function
numClasses = 3;
layers = [
    featureInputLayer(12,'Name','in')
    fullyConectedLayer(numClasses,'Name','fc')
    softmaxLayer('Name','sm')
    classificationLayer('Name','out')];
net = trainNetwork(XTrain,YTrain,layers,trainingOptions('adam'));
