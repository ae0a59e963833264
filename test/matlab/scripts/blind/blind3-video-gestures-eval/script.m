% Gesten aus Videos: CNN für jedes Bild, danach ein LSTM   (R2019b, überarbeitet)
close all
clear
nFrames = 16; groesse = [64 64 3];
klassen = {'links','rechts','hoch','runter','stopp','ok'};
nKlassen = numel(klassen);
kanaele = [16 32 64];

ordner = fullfile(pwd,'videos');
liste = dir(fullfile(ordner,'*','*.avi'));
X = cell(numel(liste),1);
Y = cell(numel(liste),1);
for i = 1:numel(liste)
    [~,name] = fileparts(liste(i).folder);
    v = VideoReader(fullfile(liste(i).folder,liste(i).name));
    Y{i} = name; j = 0;
    while hasFrame(v) && j < nFrames
        j = j+1;
        X{i}(:,:,:,j) = imresize(readFrame(v),groesse(1:2));
    end
end
Y = categorical(Y);

% Schichten einzeln als Variablen, wie im Praktikum
cnn = [];
for k = 1:numel(kanaele)
    eval(sprintf('faltung%d = convolution2dLayer(3,%d,''Padding'',''same'',''Name'',''conv%d'');',k,kanaele(k),k));
    eval(['norm' num2str(k) ' = batchNormalizationLayer(''Name'',''bn' num2str(k) ''');']);
    eval(['akt' num2str(k) ' = reluLayer(''Name'',''relu' num2str(k) ''');']);
    cnn = [cnn; eval(['faltung' num2str(k)]); eval(['norm' num2str(k)]); eval(['akt' num2str(k)])];
    if k ~= numel(kanaele)
        cnn = [cnn; maxPooling2dLayer(2,'Stride',2,'Name',['pool' num2str(k)])];
    end
end
layers = [ sequenceInputLayer(groesse,'Name','video','Normalization','none')
           sequenceFoldingLayer('Name','falten')
           cnn
           averagePooling2dLayer(16,'Name','mittel')
           sequenceUnfoldingLayer('Name','entfalten')
           flattenLayer('Name','flach')
           lstmLayer(128,'OutputMode','last','Name','lstm')
           dropoutLayer('Name','drop')
           fullyConnectedLayer(nKlassen,'Name','fc')
           softmaxLayer('Name','softmax')
           classificationLayer('Name','klasse') ];
lgraph = layerGraph(layers);
lgraph = connectLayers(lgraph,'falten/miniBatchSize','entfalten/miniBatchSize');

optionen = trainingOptions('adam', 'MiniBatchSize',4, 'MaxEpochs',25, 'InitialLearnRate',1e-4, ...
    'GradientThreshold',2, 'Shuffle','every-epoch', 'Verbose',false);
if ~isfile('gestenNetz.mat')
    netz = trainNetwork(X,Y,lgraph,optionen);
    save gestenNetz netz
else
    load gestenNetz
end
