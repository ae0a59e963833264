layers = [
    sequenceInputLayer(3)
    convolution1dLayer(3,8,'Padding','casual')];
