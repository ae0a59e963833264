%% Moisture, protein and oil of corn from near infrared spectra
%  columns x1100 ... x2498 of the table are absorbances, every 2 nm
%  (thesis, chapter 4; MATLAB R2021a)
responses = {'moisture','protein','oil'};
names = "x" + (1100:2:2498);
wl = str2double(extractAfter(names,1));
range = [1200 2400];
keep = wl >= range(1) & wl < range(2);
nBands = nnz(keep);

T = readtable('corn.csv');
bad = any(ismissing(T),2);
if any(bad)
    warning('corn:missing','%d rows are dropped',sum(bad))
    T(bad,:) = [];
end
A = T{:,names(keep)};
A = (A - mean(A,2))./std(A,0,2);                     % SNV
dA = zeros(size(A));
for i = 1:size(A,1)
    dA(i,:) = gradient(smoothdata(A(i,:),'sgolay',15));
end
Y = T{:,responses};
[coef,~,latentVar] = pca(zscore(A)); %#ok<ASGLU>
explained = cumsum(latentVar)/sum(latentVar);
nPc = find(explained > 0.99,1);
X4 = reshape(dA',[1 nBands 1 size(dA,1)]);
c = cvpartition(size(Y,1),'HoldOut',1/4);

widths = [15 7 3];
nf = [8 16 32];
L = {imageInputLayer([1 nBands 1],'Name','spectrum','Normalization','zscore','NormalizationDimension','channel')};
for k = 1:numel(widths)
    w = widths(k);
    L{end+1} = convolution2dLayer([1 w],nf(k),'Stride',[1 2],'Padding',[0 0 (w-1)/2 (w-1)/2],'Name',sprintf('conv%dx%d',1,w)); %#ok<*SAGROW>
    L{end+1} = batchNormalizationLayer('Name',strcat('bn',string(k)));
    L{end+1} = eluLayer('Name',join(["elu" k],"_"));
end
L = [L, {averagePooling2dLayer([1 5],'Stride',[1 5],'Name','mean'), dropoutLayer(.4,'Name','drop'), ...
    fullyConnectedLayer(numel(responses),'Name',strjoin(responses,'_')), ...
    regressionLayer('Name','rmse','ResponseNames',responses)}];
layers = [L{:}]';

options = trainingOptions('adam','MaxEpochs',400,'MiniBatchSize',16,'L2Regularization',1e-2,'InitialLearnRate',5e-4, ...
    'LearnRateSchedule','piecewise','LearnRateDropFactor',0.5,'LearnRateDropPeriod',100,'Shuffle','every-epoch','Verbose',false, ...
    'ValidationData',{X4(:,:,:,test(c)),Y(test(c),:)},'ValidationFrequency',10);
net = trainNetwork(X4(:,:,:,training(c)),Y(training(c),:),layers,options);
P = predict(net,X4(:,:,:,test(c)));
sep = sqrt(mean((P - Y(test(c),:)).^2));
fid = fopen('corn_results.txt','w');
for r = 1:numel(responses)
    fprintf(fid,'%s;%.4f;%s\r\n',upper(responses{r}),sep(r),datestr(now));
end
fclose(fid);
