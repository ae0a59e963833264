% how names are put together
i = 3;
n1 = "conv"+i+"_a";
n2 = ['relu' num2str(i) '_b'];
n3 = sprintf('fc%02d',i);
n4 = strcat('bn','_',int2str(i));
n5 = "a"+2*i+"x";
n6 = string(i) + "th";
n7 = ['it''s ' 'one'];
n8 = "say ""hi""";
n9 = strjoin(["p" "q"],"-");
n10 = upper('tanh');
n11 = [n4(1:2),'_elu'];
n12 = strrep("drop out"," ","_");
layers = [featureInputLayer(2,Name="in")
    fullyConnectedLayer(2,Name=n1)
    reluLayer(Name=n2)
    fullyConnectedLayer(2,Name=n3)
    batchNormalizationLayer(Name=n4)
    reluLayer(Name=n5)
    reluLayer(Name=n6)
    reluLayer(Name=n7)
    reluLayer(Name=n8)
    reluLayer(Name=n9)
    tanhLayer(Name=n10)
    eluLayer(Name=n11)
    dropoutLayer(Name=n12)];
lgraph = layerGraph(layers);
