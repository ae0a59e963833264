% sizes by arithmetic
a = [1 2 3; 4 5 6];
b = a';
c = a*b;                       % 14 32; 32 77
n1 = c(1,2)/8;                 % 4
n2 = mod(17,5) + rem(-3,2) + floor(7/2);    % 2 - 1 + 3 = 4
n3 = prod(size(a(:,2:end)));   % 4
n4 = numel(find(a>2));         % 4
n5 = max([3 9 2]) - min([4 5]);  % 5
n6 = round(2.5)*ceil(1.2);     % 6
n7 = length(zeros(3,7));       % 7
n8 = sum(a(:))-13;             % 8
n9 = sqrt(81);
v = linspace(0,10,11);
n10 = v(end);
w = repmat([1 2],2,3);
n11 = numel(w) - 1;
n12 = bitshift(3,2);
z = 10:-2:1;
n13 = z(1) + numel(z) - 2;     % 13
s = size(a);
n14 = s(1)*7;
in = [28 28 0] + [0 0 1];
x.y.z(3) = 15;
n15 = x.y.z(3);
q = single(16.0); n16 = double(q);
t = true + true + numel('fifteen chars..');   % 17
u = any([0 0 1]) + 17;
layers = imageInputLayer(in,'Name','in');
for n = [n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 n11 n12 n13 n14 n15 n16 t u]
    layers = [layers; fullyConnectedLayer(n,'Name',['fc' num2str(numel(layers))])];
end
lgraph = layerGraph(layers);
