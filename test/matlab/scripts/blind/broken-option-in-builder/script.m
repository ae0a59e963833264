% an option is misspelled in the second pass of a loop
opts = {{'Padding','same'},{'Padding','same','NumChanels',4}};
lg = layerGraph(imageInputLayer([8 8 1],'Name','in'));
prev = 'in';
for i = 1:2
    name = sprintf('conv%d',i);
    lg = addLayers(lg,convolution2dLayer(3,4,opts{i}{:},'Name',name));
    lg = connectLayers(lg,prev,name);
    prev = name;
end
