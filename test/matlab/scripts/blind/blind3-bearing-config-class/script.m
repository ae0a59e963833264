%% Bearing faults from scalograms of the vibration signal
% 1. read, 2. cut into segments, 3. wavelet, 4. images, 5. CNN
fs  = 12e3;
seg = 1024;
conditions = {'normal','inner','outer','ball'};
outDir = fullfile(tempdir,'scalograms');
if ~exist(outDir,'dir'), mkdir(outDir); end
for c = 1:numel(conditions)
    cdir = fullfile(outDir,conditions{c});
    if exist(cdir,'dir') == 0
        mkdir(cdir)
    end
    raw = load([conditions{c} '.mat']);
    x = raw.DE_time;
    n = floor(length(x)/seg);
    fb = cwtfilterbank('SignalLength',seg,'SamplingFrequency',fs,'VoicesPerOctave',12);
    for k = 1:n
        w = abs(fb.wt(x((k-1)*seg+1:k*seg)));
        im = ind2rgb(im2uint8(rescale(w)),jet(128));
        imwrite(imresize(rgb2gray(im),[64 64]),fullfile(cdir,sprintf('%04d.png',k)));
    end
end
imds = imageDatastore(outDir,'IncludeSubfolders',true,'LabelSource','foldernames');
[imdsTrain,imdsVal,imdsTest] = splitEachLabel(imds,0.7,0.15,'randomized');
tbl = countEachLabel(imdsTrain);
disp(tbl)

cfg = NetConfig('Filters',[8 16 32 32],'Dropout',0.4,'FaultNames',conditions);
layers = cfg.build();
fprintf('configuration %s, %d layers, %d classes\n',NetConfig.Version,numel(layers),cfg.NumClasses);
options = trainingOptions('adam','InitialLearnRate',1e-3,'MaxEpochs',25,'MiniBatchSize',32,'Shuffle','every-epoch', ...
    'ValidationData',imdsVal,'ValidationFrequency',50,'Verbose',true,'Plots','training-progress');
[net,info] = trainNetwork(imdsTrain,layers,options);
[pred,score] = classify(net,imdsTest);
fprintf('Accuracy on test data: %.2f %%\n',100*mean(pred==imdsTest.Labels));
save(['bearing_' datestr(now,'yyyymmdd') '.mat'],'net','info');
