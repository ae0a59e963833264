% the network is described by a few lines of text
txt = join([
    "# name = value"
    "input   = 13"
    ""
    "hidden  = 32, 16, 8"
    "act     = tanh, relu, swish"
    "dropout = 0.0, 0.25, 0.5"
    "out     = regression : 2"
    ],newline);
lines = strtrim(splitlines(txt));
lines(startsWith(lines,"#") | strlength(lines) == 0) = [];
S = struct;
for i = 1:numel(lines)
    tok = regexp(lines(i),'^(\w+)\s*=\s*(.*)$','tokens','once');
    key = tok(1);
    val = strip(tok(2));
    nums = str2double(split(val,","));
    if ~any(isnan(nums))
        S.(key) = nums(:)';
    else
        S.(key) = strtrim(split(val,","));
    end
end
fprintf('hidden %s\n',mat2str(S.hidden));
assert(isequal(sort(fieldnames(S)),{'act';'dropout';'hidden';'input';'out'}))

net = dlnetwork;
prev = "in";
net = addLayers(net,featureInputLayer(S.input,Name=prev));
for k = 1:numel(S.hidden)
    L = [fullyConnectedLayer(S.hidden(k),Name="fc"+k)
         feval(S.act(k)+"Layer",Name="act"+k)];
    if S.dropout(k) > 0
        L = [L; dropoutLayer(S.dropout(k),Name="drop"+k)];
    end
    net = addLayers(net,L);
    net = connectLayers(net,prev,"fc"+k);
    prev = L(end).Name;
end
kind = strtrim(extractBefore(S.out,":"));
nOut = str2double(extractAfter(S.out,":"));
switch kind
    case "regression"
        net = addLayers(net,fullyConnectedLayer(nOut,Name="out"));
    case {"classification","softmax"}
        net = addLayers(net,[fullyConnectedLayer(nOut,Name="out"); softmaxLayer(Name="prob")]);
    otherwise
        error("settings:out","output '%s' is not known",kind);
end
net = connectLayers(net,prev,"out");
disp("Layers: " + strjoin(string({net.Layers.Name}),", "))
fprintf("%d connections\n",height(net.Connections))
