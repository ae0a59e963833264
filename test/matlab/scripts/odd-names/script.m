% names with characters of all kinds, among them spaces and Chinese
lgraph = layerGraph([featureInputLayer(2,'Name','输入 层'); fullyConnectedLayer(2,'Name','a+b-c|d'); additionLayer(2,'Name','和')]);
lgraph = connectLayers(lgraph,'输入 层','和/in2');
