a = 1;
x = 3 +* 4;
b = 2;
y = );
layers = [reluLayer
