%% DDPG agent for a pendulum: critic with two inputs, actor with bounded output
env = rlPredefinedEnv("SimplePendulumWithImage-Continuous");
rng(0)
obsInfo(1) = rlNumericSpec([50 50 1],LowerLimit=0,UpperLimit=1);
obsInfo(1).Name = 'pendImage';
obsInfo(2) = rlNumericSpec([1 1]);
obsInfo(2).Name = 'angularRate';
maxTorque = 2;
actInfo = rlNumericSpec([1 1],LowerLimit=-maxTorque,UpperLimit=maxTorque);
actInfo.Name = 'torque';

hid1 = 400; hid2 = 300;
numFilters = 2;
% image -> small convolution, rate -> directly, action -> fully connected
imgPath = [
    imageInputLayer([50 50 1],'Normalization','none','Name',obsInfo(1).Name)
    convolution2dLayer(10,numFilters,'Stride',5,'Padding',0,'Name','conv1')
    reluLayer('Name','relu1')
    fullyConnectedLayer(numFilters,'Name','fc1')
    concatenationLayer(1,2,'Name','cat1')
    fullyConnectedLayer(hid1,'Name','fc2')
    reluLayer('Name','relu2')
    fullyConnectedLayer(hid2,'Name','fc3')
    additionLayer(2,'Name','add')
    reluLayer('Name','relu3')
    fullyConnectedLayer(1,'Name','q')];
ratePath = featureInputLayer(1,'Normalization','none','Name',obsInfo(2).Name);
actPath = [featureInputLayer(1,'Normalization','none','Name','action'); fullyConnectedLayer(hid2,'Name','fc4')];

criticNet = layerGraph(imgPath);
criticNet = addLayers(criticNet,ratePath);
criticNet = addLayers(criticNet,actPath);
criticNet = connectLayers(criticNet,obsInfo(2).Name,'cat1/in2');
criticNet = connectLayers(criticNet,'fc4','add/in2');
criticNet = dlnetwork(criticNet);
plot(layerGraph(criticNet))
critic = rlQValueFunction(criticNet,obsInfo,actInfo,ObservationInputNames=["pendImage","angularRate"],ActionInputNames="action");

actorNet = layerGraph([
    imageInputLayer([50 50 1],'Normalization','none','Name',obsInfo(1).Name)
    convolution2dLayer(10,numFilters,'Stride',5,'Padding',0,'Name','conv1')
    reluLayer('Name','relu1')
    fullyConnectedLayer(numFilters,'Name','fc1')
    concatenationLayer(1,2,'Name','cat1')
    fullyConnectedLayer(hid1,'Name','fc2')
    reluLayer('Name','relu2')
    fullyConnectedLayer(hid2,'Name','fc3')
    reluLayer('Name','relu3')
    fullyConnectedLayer(1,'Name','fc4')
    tanhLayer('Name','tanh1')
    scalingLayer('Name','scale1','Scale',maxTorque)]);
actorNet = addLayers(actorNet,ratePath);
actorNet = connectLayers(actorNet,'angularRate','cat1/in2');
actorNet = dlnetwork(actorNet);
actor = rlContinuousDeterministicActor(actorNet,obsInfo,actInfo);

criticOptions = rlOptimizerOptions(LearnRate=1e-3,GradientThreshold=1);
actorOptions  = rlOptimizerOptions(LearnRate=1e-4,GradientThreshold=1);
agentOptions = rlDDPGAgentOptions(SampleTime=env.Ts,TargetSmoothFactor=1e-3,ExperienceBufferLength=1e6,DiscountFactor=0.99,MiniBatchSize=128);
agentOptions.NoiseOptions.StandardDeviation = 0.6;
agentOptions.CriticOptimizerOptions = criticOptions;
agentOptions.ActorOptimizerOptions = actorOptions;
agent = rlDDPGAgent(actor,critic,agentOptions);
trainOpts = rlTrainingOptions(MaxEpisodes=5000,MaxStepsPerEpisode=400,Plots="training-progress",StopTrainingCriteria="AverageReward",StopTrainingValue=-740);
doTraining = false;
if doTraining
    stats = train(agent,env,trainOpts);
else
    load("pendulumAgent.mat","agent");
end
