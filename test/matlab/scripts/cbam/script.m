% channel attention, then spatial attention, made by a function for each stage
input = imageInputLayer([32 32 3],'Name','input','Normalization','zscore');
lgraph = layerGraph(input);
last = 'input';
for k = [16 32]
    tag = ['s' num2str(k)];
    lgraph = addLayers(lgraph,[convolution2dLayer(3,k,'Padding','same','Name',[tag '_conv']); reluLayer('Name',[tag '_relu'])]);
    lgraph = connectLayers(lgraph,last,[tag '_conv']);
    [lgraph,last] = cbam(lgraph,[tag '_relu'],k,tag);
end
lgraph = addLayers(lgraph,[globalAveragePooling2dLayer('Name','gap');fullyConnectedLayer(4,'Name','fc');softmaxLayer('Name','sm');classificationLayer('Name','out')]);
lgraph = connectLayers(lgraph,last,'gap');

function [g,last] = cbam(g,from,channels,tag)
    % channels
    g = addLayers(g,[
        globalAveragePooling2dLayer('Name',[tag '_gap'])
        fullyConnectedLayer(max(1,floor(channels/8)),'Name',[tag '_squeeze'])
        reluLayer('Name',[tag '_crelu'])
        fullyConnectedLayer(channels,'Name',[tag '_excite'])
        sigmoidLayer('Name',[tag '_csig'])]);
    g = addLayers(g,multiplicationLayer(2,'Name',[tag '_cmul']));
    g = connectLayers(g,from,[tag '_gap']);
    g = connectLayers(g,from,[tag '_cmul/in1']);
    g = connectLayers(g,[tag '_csig'],[tag '_cmul/in2']);
    % space
    g = addLayers(g,[
        convolution2dLayer(7,1,'Padding','same','Name',[tag '_sconv'])
        sigmoidLayer('Name',[tag '_ssig'])
        multiplicationLayer(2,'Name',[tag '_smul'])]);
    g = connectLayers(g,[tag '_cmul'],[tag '_sconv']);
    g = connectLayers(g,[tag '_cmul'],[tag '_smul/in2']);
    last = [tag '_smul'];
end
