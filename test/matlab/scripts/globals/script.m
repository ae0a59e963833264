% global and persistent variables
global width
width = 6;
layers = featureInputLayer(2,'Name','in');
layers = [layers; make(); make()];
lgraph = layerGraph(layers);
function layer = make()
    global width
    persistent count
    if isempty(count)
        count = 0;
    end
    count = count + 1;
    layer = fullyConnectedLayer(width*count,'Name',"fc"+count);
end
