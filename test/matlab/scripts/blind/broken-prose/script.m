This script builds a network
layers = [featureInputLayer(2) reluLayer];
