classdef additiveAttention < nnet.layer.Layer & nnet.layer.Formattable
% additive attention over the time steps
properties
HiddenSize = 16
end
properties (Learnable)
W; V
end
methods
function obj = additiveAttention(h,name)
if nargin > 0, obj.HiddenSize = h; end
if nargin < 2
name = 'att';
end
obj.Name = name;
obj.Description = sprintf('attention (%d)',obj.HiddenSize);
end
function obj = initialize(obj,layout)
c = layout.Size(finddim(layout,"C"));
if isempty(obj.W), obj.W = randn([obj.HiddenSize c])*sqrt(2/c); end
if isempty(obj.V), obj.V = randn([1 obj.HiddenSize]); end
end
function Z = predict(obj,X)
s = pagemtimes(obj.V,tanh(pagemtimes(obj.W,stripdims(X))));
a = softmax(s,'DataFormat','SBC');
Z = dlarray(stripdims(X).*a,dims(X));
end
end
end
