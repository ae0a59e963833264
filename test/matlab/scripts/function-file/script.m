function lgraph = buildNet(numFeatures,numClasses,varargin)
% BUILDNET makes a small classifier; a third argument sets the filters.
if nargin < 3
    numFilters = 8;
else
    numFilters = varargin{1};
end
assert(numClasses > 1,'Needs two classes');
layers = [sequenceInputLayer(numFeatures,'Name','in')
          convolution1dLayer(3,numFilters,'Padding','same','Name','conv')
          head(numClasses)];
lgraph = layerGraph(layers);
end

function layers = head(n)
layers = [globalAveragePooling1dLayer('Name','gap'); fullyConnectedLayer(n,'Name','fc'); softmaxLayer('Name','sm'); classificationLayer('Name','co')];
end
