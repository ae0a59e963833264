% a handle class collects the network while it is built
b = GraphBuilder([16 16 1]);
b.stage(4);
b.stage(8); b.side(3);
b.stage(16).side(3);
b.vote();
lgraph = b.Graph;
delete(b)
