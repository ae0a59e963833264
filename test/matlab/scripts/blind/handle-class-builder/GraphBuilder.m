classdef GraphBuilder < handle
    properties (SetAccess = protected)
        Graph
        Tail char
        Level = 0
        Sides = {}
    end
    properties (Dependent)
        Prefix
    end
    methods
        function this = GraphBuilder(sz)
            this.Graph = layerGraph(imageInputLayer(sz,'Name','root','Normalization',GraphBuilder.normalization));
            this.Tail = 'root';
        end
        function p = get.Prefix(this)
            p = sprintf('s%d_',this.Level);
        end
        function this = stage(this,n)
            this.Level = this.Level + 1;
            new = [convolution2dLayer(3,n,'Stride',2,'Padding','same','Name',[this.Prefix 'conv'])
                   reluLayer('Name',[this.Prefix 'relu'])];
            this.append(new,this.Tail);
            this.Tail = new(end).Name;
        end
        function side(this,n)
            name = [this.Prefix 'side'];
            this.append(fullyConnectedLayer(n,'Name',name),this.Tail);
            this.Sides{end+1} = name;
        end
        function vote(this)
            n = numel(this.Sides);
            this.Graph = addLayers(this.Graph,additionLayer(n,'Name','vote'));
            for i = 1:n
                this.Graph = connectLayers(this.Graph,this.Sides{i},['vote/in' num2str(i)]);
            end
        end
    end
    methods (Access = private)
        function append(this,layers,from)
            this.Graph = addLayers(this.Graph,layers);
            this.Graph = connectLayers(this.Graph,from,layers(1).Name);
        end
    end
    methods (Static, Hidden)
        function s = normalization
            s = 'none';
        end
    end
end
