imgs = imageInputLayer([28 28],'Name','data');
disp(imgs.InputSize)
net = dlnetwork([imgs
    convolution2dLayer(3,8,'Stride',2,'Name','conv1')
    reluLayer('Name','relu1')
    convolution2dLayer(1,3,'Name','conv10')
    reluLayer('Name','relu10')
    globalAveragePooling2dLayer('Name','pool10')
    softmaxLayer('Name','prob')]);
Y = predict(net,dlarray(rand(28,28,1,5),'SSCB'));
disp(size(Y))
disp(dims(Y))
