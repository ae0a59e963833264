rng(0)
obsInfo = rlNumericSpec([6 1],LowerLimit=-inf,UpperLimit=inf);
obsInfo.Name = "observations";
actInfo = rlNumericSpec([2 1],LowerLimit=-1,UpperLimit=1);
% env = rlSimulinkEnv(mdl,agentblk,obsInfo,actInfo);

obsPath = [featureInputLayer(prod(obsInfo.Dimension),Name="obsInLyr"), fullyConnectedLayer(128,Name="fc1_1"), reluLayer(Name="relu_body1")];
actPath = [featureInputLayer(prod(actInfo.Dimension),Name="actInLyr"), fullyConnectedLayer(64,Name="fc2_1")];
comPath = [concatenationLayer(1,2,Name="concat"), ...
    fullyConnectedLayer(64,Name="fc3_1"), ...
    reluLayer(Name="relu_body3"), ...
    fullyConnectedLayer(1,Name="value")];

criticNet = layerGraph(obsPath);
criticNet = addLayers(criticNet,actPath);
criticNet = addLayers(criticNet,comPath);
criticNet = connectLayers(criticNet,"relu_body1","concat/in1");
criticNet = connectLayers(criticNet,"fc2_1","concat/in2");
criticNet2 = criticNet;

criticdlnet  = dlnetwork(criticNet,'Initialize',false);
criticdlnet2 = dlnetwork(criticNet2,'Initialize',false);
critic1 = rlQValueFunction(initialize(criticdlnet),obsInfo,actInfo,ObservationInputNames="obsInLyr");
critic2 = rlQValueFunction(initialize(criticdlnet2),obsInfo,actInfo,ObservationInputNames="obsInLyr");
agentOptions = rlSACAgentOptions;
agentOptions.SampleTime = 0.1;
agentOptions.CriticOptimizerOptions(1).LearnRate = 1e-3;
agentOptions.ExperienceBufferLength = 1e6;
agent = rlSACAgent(actor,[critic1 critic2],agentOptions);
discrete = rlFiniteSetSpec([-2 0 2]);
assert(numel(discrete.Elements)==3 && isequal(discrete.Dimension,[1 1]))
assert(isinf(obsInfo.UpperLimit) && obsInfo.Name == "observations" && actInfo.LowerLimit == -1)
