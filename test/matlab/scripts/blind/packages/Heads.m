classdef Heads
    methods (Static)
        function layers = classifier(n)
            layers = [globalMaxPooling1dLayer('Name','pool'); fullyConnectedLayer(n,'Name','fc'); softmaxLayer('Name','sm'); classificationLayer('Name','co')];
        end
    end
end
