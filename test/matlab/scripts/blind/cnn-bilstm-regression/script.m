%%  清空环境变量
warning off             % 关闭报警信息
close all               % 关闭开启的图窗
clear                   % 清空变量
clc                     % 清空命令行

%%  导入数据
res = xlsread('数据集.xlsx');

%%  划分训练集和测试集
temp = randperm(103);

P_train = res(temp(1: 80), 1: 7)';
T_train = res(temp(1: 80), 8)';
M = size(P_train, 2);

P_test = res(temp(81: end), 1: 7)';
T_test = res(temp(81: end), 8)';
N = size(P_test, 2);

%%  数据归一化
[P_train, ps_input] = mapminmax(P_train, 0, 1);
P_test = mapminmax('apply', P_test, ps_input);
[t_train, ps_output] = mapminmax(T_train, 0, 1);
t_test = mapminmax('apply', T_test, ps_output);

%%  数据平铺
p_train =  double(reshape(P_train, 7, 1, 1, M));
p_test  =  double(reshape(P_test , 7, 1, 1, N));
for i = 1 : M
    p_train1{i, 1} = p_train(:, :, 1, i);
end

%%  创建模型
lgraph = layerGraph();                                                 % 建立空白网络结构

tempLayers = [
    sequenceInputLayer([7, 1, 1], "Name", "sequence")                  % 建立输入层
    sequenceFoldingLayer("Name", "seqfold")];                          % 建立序列折叠层
lgraph = addLayers(lgraph, tempLayers);

tempLayers = [
    convolution2dLayer([3, 1], 16, "Name", "conv_1", "Padding", "same")
    reluLayer("Name", "relu_1")
    convolution2dLayer([3, 1], 32, "Name", "conv_2", "Padding", "same")
    reluLayer("Name", "relu_2")];
lgraph = addLayers(lgraph, tempLayers);

tempLayers = [
    sequenceUnfoldingLayer("Name", "sequnfold")
    flattenLayer("Name", "flatten")
    bilstmLayer(6, "Name", "bilstm", "OutputMode", "last")
    fullyConnectedLayer(1, "Name", "fc")
    regressionLayer("Name", "regressionoutput")];
lgraph = addLayers(lgraph, tempLayers);

lgraph = connectLayers(lgraph, "seqfold/out", "conv_1");
lgraph = connectLayers(lgraph, "seqfold/miniBatchSize", "sequnfold/miniBatchSize");
lgraph = connectLayers(lgraph, "relu_2", "sequnfold/in");

%%  参数设置
options = trainingOptions('adam', ...      % Adam 梯度下降算法
    'MiniBatchSize', 30, ...
    'MaxEpochs', 1000, ...                 % 最大迭代次数
    'InitialLearnRate', 1e-2, ...
    'LearnRateSchedule', 'piecewise', ...
    'LearnRateDropFactor', 0.1, ...
    'LearnRateDropPeriod', 800, ...
    'Shuffle', 'every-epoch', ...
    'Plots', 'training-progress', ...
    'Verbose', false);

%%  训练模型
net = trainNetwork(p_train1, t_train, lgraph, options);

%%  预测
t_sim1 = predict(net, p_train1);
T_sim1 = mapminmax('reverse', t_sim1', ps_output);
error1 = sqrt(sum((T_sim1 - T_train).^2) ./ M);
figure
plot(1: M, T_train, 'r-*', 1: M, T_sim1, 'b-o', 'LineWidth', 1)
legend('真实值', '预测值')
string = {'训练集预测结果对比'; ['RMSE=' num2str(error1)]};
title(string)
xlim([1, M])
grid
analyzeNetwork(net)
disp(['训练集数据的R2为：', num2str(error1)])
