% functions of a package, an import, and a class with static builders
import net.blocks.*
a = net.blocks.conv(4,'a');
b = conv(8,'b');
lgraph = layerGraph([sequenceInputLayer(2,'Name','in'); a; b; Heads.classifier(3)]);
