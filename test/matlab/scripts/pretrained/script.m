% a pretrained network is not there
net = resnet50;
lgraph = layerGraph(net);
lgraph = removeLayers(lgraph,{'fc1000','ClassificationLayer_fc1000'});
