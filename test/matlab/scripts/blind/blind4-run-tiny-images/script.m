% bars vs. crosses, 10x10 images; sanity check of my CNN code before the real data
clear, close all
rng(3);
numImages = 90; sz = 10;
XTrain = zeros(sz,sz,1,numImages);
lab = cell(numImages,1);
for i = 1:numImages
    im = 0.1*rand(sz);
    p = randi([2 sz-1]);
    switch mod(i,3)
        case 0
            im(p,:) = 1; lab{i} = 'hbar';
        case 1
            im(:,p) = 1; lab{i} = 'vbar';
        otherwise
            im(p,:) = 1; im(:,p) = 1; lab{i} = 'cross';
    end
    XTrain(:,:,1,i) = im;
end
YTrain = categorical(lab);
tabulate(YTrain)
isVal = false(numImages,1); isVal(1:6:end) = true; isVal(2:6:end)=true; isVal(3:6:end)=true;
layers = [imageInputLayer([sz sz 1]);
          convolution2dLayer(3,8,'Padding','same');
          batchNormalizationLayer();
          reluLayer();
          maxPooling2dLayer(2,'Stride',2);
          convolution2dLayer(3,16,'Padding','same');
          reluLayer();
          fullyConnectedLayer(3);
          softmaxLayer();
          classificationLayer()];
options = trainingOptions('sgdm','InitialLearnRate',0.05,'MaxEpochs',25,'MiniBatchSize',15,'Shuffle','every-epoch', ...
    'ValidationData',{XTrain(:,:,:,isVal),YTrain(isVal)},'ValidationFrequency',10,'Verbose',false);
net = trainNetwork(XTrain(:,:,:,~isVal),YTrain(~isVal),layers,options);
[YPred,scores] = classify(net,XTrain(:,:,:,isVal));
YVal = YTrain(isVal);
accuracy = 100*nnz(YPred==YVal)/numel(YVal);
[C,order] = confusionmat(YVal,YPred);
fprintf('%s;',string(order)); fprintf('\n');
prec = diag(C)./sum(C,1)'; rec = diag(C)./sum(C,2);
F1 = 2*prec.*rec./(prec+rec);
tb = table(cellstr(order),prec,rec,F1,'VariableNames',{'Class','Precision','Recall','F1'});
disp(tb)
act = activations(net,XTrain(:,:,:,1),'conv_2');
fprintf('Accuracy %3.1f%%, act %s, layer names %s\n',accuracy,mat2str(size(act)),strjoin({net.Layers.Name},','));
fprintf('%d of %d images validate, scores sum %.1f\n',nnz(isVal),numImages,sum(scores(1,:)))
