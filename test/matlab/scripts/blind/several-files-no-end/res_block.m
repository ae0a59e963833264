function [lg,dst] = res_block(lg,src,tag,nIn,nOut)
dst = [tag '_add'];
lg = addLayers(lg,[conv_same(nOut,[tag '_a']);conv_same(nOut,[tag '_b']);additionLayer(2,'Name',dst)]);
lg = connectLayers(lg,src,[tag '_a']);
if nIn ~= nOut
    lg = addLayers(lg,convolution2dLayer(1,nOut,'Name',[tag '_proj']));
    lg = connectLayers(lg,src,[tag '_proj']);
    src = [tag '_proj'];
end
lg = connectLayers(lg,src,[dst '/in2']);

function c = conv_same(n,name)
c = convolution2dLayer(3,n,'Padding','same','Name',name);
