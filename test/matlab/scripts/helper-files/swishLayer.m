function out = swishLayer(layers)
% not a layer at all: drops the last one
out = layers(1:end-1);
end
