% a class of the folder builds the network
b = NetBuilder(6,'Depth',3);
b = b.addBlock(4);
b = addBlock(b,8);
lgraph = b.graph();
n = NetBuilder.version();
