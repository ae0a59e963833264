%%  清空环境变量
warning off             % 关闭报警信息
close all               % 关闭开启的图窗
clear                   % 清空变量
clc                     % 清空命令行
%%  导入数据(时间序列的单列数据)
result = xlsread('数据集.xlsx');
%%  数据分析
num_samples = length(result);  % 样本个数
kim = 5;                       % 延时步长(kim个历史数据作为自变量)
zim =  1;                      % 跨zim个时间点进行预测
for i = 1: num_samples - kim - zim + 1
    res(i, :) = [reshape(result(i: i + kim - 1), 1, kim), result(i + kim + zim - 1)];
end
temp = 1: 1: 922;
P_train = res(temp(1: 700), 1: 5)';
T_train = res(temp(1: 700), 6)';
M = size(P_train, 2);
[p_train, ps_input] = mapminmax(P_train, 0, 1);
[t_train, ps_output] = mapminmax(T_train, 0, 1);
p_train =  double(reshape(p_train, 5, 1, 1, M));
for i = 1 : M
    Lp_train{i, 1} = p_train(:, :, 1, i);
end
%%  建立模型
lgraph = layerGraph();                                                % 建立空白网络结构
tempLayers = [
    sequenceInputLayer([kim, 1, 1], "Name", "sequence")               % 建立输入层,输入数据结构为[kim, 1, 1]
    sequenceFoldingLayer("Name", "seqfold")];                         % 建立序列折叠层
lgraph = addLayers(lgraph, tempLayers);                               % 将上述网络结构加入空白结构中
tempLayers = [
    convolution2dLayer([3, 1], 16, "Name", "conv_1", "Stride", [1, 1])
    reluLayer("Name", "relu_1")
    convolution2dLayer([2, 1], 32, "Name", "conv_2", "Stride", [1, 1])
    reluLayer("Name", "relu_2")];
lgraph = addLayers(lgraph, tempLayers);
tempLayers = [
    sequenceUnfoldingLayer("Name", "sequnfold")                       % 建立序列反折叠层
    flattenLayer("Name", "flatten")                                   % 网络铺平层
    gruLayer(24, "Name", "gru", "OutputMode", "sequence")
    dropoutLayer(0.2, 'Name', "drop1")
    bilstmLayer(12, "Name", "bilstm", 'outputmode', "last")           % BiLSTM层
    dropoutLayer(0.25, "Name", 'drop2')
    fullyConnectedLayer(1, "Name", "fc")                              % 全连接层
    regressionLayer("Name", "regressionoutput")];                     % 回归层
lgraph = addLayers(lgraph, tempLayers);
lgraph = connectLayers(lgraph, "seqfold/out", "conv_1");
lgraph = connectLayers(lgraph, "seqfold/miniBatchSize", "sequnfold/miniBatchSize");
lgraph = connectLayers(lgraph, "relu_2", "sequnfold/in");
%%  参数设置
options = trainingOptions('adam', ...      % Adam 梯度下降算法
    'MaxEpochs', 100, ...
    'GradientThreshold', 1, ...
    'InitialLearnRate', 5e-3, ...          % 初始学习率为0.005
    'LearnRateSchedule', 'piecewise', ...
    'LearnRateDropPeriod', 80, ...
    'LearnRateDropFactor', 0.1, ...
    'L2Regularization', 1e-4, ...          % 正则化参数
    'ExecutionEnvironment', 'cpu',...
    'Verbose', false, ...
    'Shuffle', 'every-epoch', ...
    'Plots', 'training-progress');
%%  训练模型
net = trainNetwork(Lp_train, t_train', lgraph, options);
%%  仿真预测
t_sim1 = predict(net, Lp_train);
T_sim1 = mapminmax('reverse', t_sim1', ps_output);
error1 = sqrt(sum((T_sim1 - T_train).^2) ./ M);
disp(['训练集数据的RMSE为:', num2str(error1)])
