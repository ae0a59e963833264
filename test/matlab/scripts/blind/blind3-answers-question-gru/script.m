% Hello all, my loss does not go down, what is wrong with my network??
% I have 7 inputs and 1 output, 365 days. Thank you in advance!!
filename='pollution.csv';
M=csvread(filename,1,0);
x=M(:,1:7)'; y=M(:,8)';
[xn,px]=mapminmax(x); [yn,py]=mapminmax(y);
ntrain=fix(365*.75); XTr=xn(:,1:ntrain); YTr=yn(1:ntrain);
H=[60,30,15]; layers=sequenceInputLayer(7);
for i=1:3, layers=[layers,gruLayer(H(i),"OutputMode","sequence")]; if i<3; layers=[layers,dropoutLayer(.1)]; end; end
layers=[layers,fullyConnectedLayer(1),regressionLayer()];
%layers=[layers,fullyConnectedLayer(10),reluLayer,fullyConnectedLayer(1),regressionLayer()];
opts=trainingOptions("rmsprop","MaxEpochs",500,"InitialLearnRate",.1,"MiniBatchSize",1,"Verbose",true,...
    "VerboseFrequency",50); %,"Plots","training-progress");
tic, net=trainNetwork(XTr,YTr,layers,opts); toc
yp=mapminmax('reverse',predict(net,xn(:,ntrain+1:end)),py);
plot(y(ntrain+1:end),'b'); hold on; plot(yp,'r--'); legend real predicted
R=corrcoef(yp,y(ntrain+1:end)); title(['R^2 = ' num2str(R(1,2)^2)]);
