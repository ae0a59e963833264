%%  清空环境变量
warning off             % 关闭报警信息
close all               % 关闭开启的图窗
clear                   % 清空变量
clc                     % 清空命令行

%%  读取数据
res = xlsread('数据集.xlsx');

%%  分析数据
num_class = length(unique(res(:, end)));  % 类别数（Excel最后一列放类别）
num_dim = size(res, 2) - 1;               % 特征维度
num_res = size(res, 1);                   % 样本数
num_size = 0.7;                           % 训练集占数据集的比例
res = res(randperm(num_res), :);          % 打乱数据集
flag_conusion = 1;                        % 标志位为1，打开混淆矩阵

P_train = []; P_test = [];
T_train = []; T_test = [];
for i = 1 : num_class
    mid_res = res((res(:, end) == i), :);
    mid_size = size(mid_res, 1);
    mid_tiran = round(num_size * mid_size);
    P_train = [P_train; mid_res(1: mid_tiran, 1: end - 1)];
    T_train = [T_train; mid_res(1: mid_tiran, end)];
    P_test  = [P_test; mid_res(mid_tiran + 1: end, 1: end - 1)];
    T_test  = [T_test; mid_res(mid_tiran + 1: end, end)];
end
P_train = P_train'; P_test = P_test';
T_train = T_train'; T_test = T_test';
M = size(P_train, 2);
N = size(P_test , 2);
[p_train, ps_input] = mapminmax(P_train, 0, 1);
p_test = mapminmax('apply', P_test, ps_input);
t_train =  categorical(T_train)';
t_test  =  categorical(T_test )';
p_train =  double(reshape(p_train, 12, 1, 1, M));
p_test  =  double(reshape(p_test , 12, 1, 1, N));
for i = 1 : M
    p_train1{i, 1} = p_train(:, :, 1, i);
end

%%  建立模型
lgraph = layerGraph();                                                   % 建立空白网络结构

tempLayers = [
    sequenceInputLayer([12, 1, 1], "Name", "sequence")                   % 建立输入层，输入数据结构为[num_dim, 1, 1]
    sequenceFoldingLayer("Name", "seqfold")];                            % 建立序列折叠层
lgraph = addLayers(lgraph, tempLayers);                                  % 将上述网络结构加入空白结构中

tempLayers = [
    convolution2dLayer([3, 1], 16, "Name", "conv_1", "Padding", "same")  % 卷积层
    reluLayer("Name", "relu_1")
    convolution2dLayer([3, 1], 32, "Name", "卷积2", "Padding", "same")
    reluLayer];
lgraph = addLayers(lgraph, tempLayers);

tempLayers = globalAveragePooling2dLayer("Name", "gapool");              % SE注意力
lgraph = addLayers(lgraph, tempLayers);
tempLayers = [
    convolution2dLayer([1 1], 8, "Name", "se_fc1")
    reluLayer
    convolution2dLayer([1 1], 32, "Name", "se_fc2")
    sigmoidLayer];
lgraph = addLayers(lgraph, tempLayers);
tempLayers = multiplicationLayer(2, "Name", "mult");
lgraph = addLayers(lgraph, tempLayers);

tempLayers = [
    sequenceUnfoldingLayer("Name", "sequnfold")
    flattenLayer("Name", "flatten")
    bilstmLayer(10, "Name", "bilstm", "OutputMode", "last")
    fullyConnectedLayer(num_class, "Name", "fc")
    softmaxLayer("Name", "softmax")
    classificationLayer("Name", "分类")];
lgraph = addLayers(lgraph, tempLayers);
lgraph = connectLayers(lgraph, "seqfold/out", "conv_1");
lgraph = connectLayers(lgraph, "seqfold/miniBatchSize", "sequnfold/miniBatchSize");
lgraph = connectLayers(lgraph, "relu", "gapool");
lgraph = connectLayers(lgraph, "relu", "mult/in1");
lgraph = connectLayers(lgraph, "gapool", "se_fc1");
lgraph = connectLayers(lgraph, "sigmoid", "mult/in2");
lgraph = connectLayers(lgraph, "mult", "sequnfold/in");

%%  参数设置
options = trainingOptions('adam', ...
    'MaxEpochs', 500, ...
    'InitialLearnRate', 1e-2, ...
    'L2Regularization', 1e-4, ...
    'LearnRateSchedule', 'piecewise', ...
    'LearnRateDropFactor', 0.1, ...
    'LearnRateDropPeriod', 400, ...
    'Shuffle', 'every-epoch', ...
    'Plots', 'training-progress', ...
    'Verbose', false);
net = trainNetwork(p_train1, t_train, lgraph, options);
t_sim1 = predict(net, p_train1);
T_sim1 = vec2ind(t_sim1');
error1 = sum((T_sim1 == T_train)) / M * 100 ;
analyzeNetwork(net)
figure
plot(1: M, T_train, 'r-*', 1: M, T_sim1, 'b-o', 'LineWidth', 1)
legend('真实值', '预测值')
string = {'训练集预测结果对比'; ['准确率=' num2str(error1) '%']};
title(string)
grid
