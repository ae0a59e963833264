numFilters = 8;
layers = [sequenceInputLayer(3) convolution1dLayer(3,numFilter) reluLayer];
