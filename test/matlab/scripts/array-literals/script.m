% comments, blank lines, continuations and separators inside arrays
a = 1; b = 2;
sizes = [a -b, a - b a' +b ... the rest of this line is ignored
    7];                       % 1 -2 -1 1 2 7
layers = [ % the input comes first
    featureInputLayer(numel(sizes),'Name','in'), ...
    fullyConnectedLayer( ...
        abs(sizes(2)), ...  two
        'Name','f1')

    % a comment line
    reluLayer('Name','r1'); fullyConnectedLayer(sizes(end),'Name','f2')   % both in one line

    %{
    reluLayer('Name','gone')
    %}
    [reluLayer('Name','r2')
     tanhLayer('Name','t')];
    ];
lgraph = layerGraph(layers);
