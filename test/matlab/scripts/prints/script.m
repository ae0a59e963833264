% what a script displays when it is run
x = 3
y = [1 2;3 4];
y
s = "text"
c = 'chars';
disp(c)
fprintf('%d of %d: %5.2f\n',1,2,pi);
b = true
z = []
rng(1)
r = rand(1,2);
fprintf('%.4f %.4f\n',r);
rng('default')
fprintf('%.4f\n',rand);
