mdl = 'rlwatertank';
open_system(mdl)
obsInfo = rlNumericSpec([3 1],'LowerLimit',[-inf -inf 0]','UpperLimit',[inf inf inf]');
obsInfo.Name = 'observations';
actInfo = rlNumericSpec([1 1]); actInfo.Name = 'flow';
env = rlSimulinkEnv(mdl,[mdl '/RL Agent'],obsInfo,actInfo);
Ts = 1.0; Tf = 200; rng(0)
nObs = 3; nAct = 1;

%% critics
for i = 1:2
    statePath = [featureInputLayer(nObs,'Name','State')
        fullyConnectedLayer(50,'Name','CriticStateFC1')
        reluLayer('Name','CriticRelu1')
        fullyConnectedLayer(25,'Name','CriticStateFC2')];
    actionPath = [featureInputLayer(nAct,'Name','Action')
        fullyConnectedLayer(25,'Name','CriticActionFC1')];
    commonPath = [additionLayer(2,'Name','add')
        reluLayer('Name','CriticCommonRelu')
        fullyConnectedLayer(1,'Name','CriticOutput')];
    criticNetwork = layerGraph();
    criticNetwork = addLayers(criticNetwork,statePath);
    criticNetwork = addLayers(criticNetwork,actionPath);
    criticNetwork = addLayers(criticNetwork,commonPath);
    criticNetwork = connectLayers(criticNetwork,'CriticStateFC2','add/in1');
    criticNetwork = connectLayers(criticNetwork,'CriticActionFC1','add/in2');
    criticNetwork = dlnetwork(criticNetwork);
    critic(i) = rlQValueFunction(criticNetwork,obsInfo,actInfo,'ObservationInputNames','State','ActionInputNames','Action');
end
criticOpts = rlOptimizerOptions('LearnRate',1e-3,'GradientThreshold',1);
agentOpts = rlTD3AgentOptions('SampleTime',Ts,'CriticOptimizerOptions',[criticOpts criticOpts],'MiniBatchSize',64);
agentOpts.ExplorationModel.StandardDeviation = 0.3;
figure
plot(layerGraph(criticNetwork))
