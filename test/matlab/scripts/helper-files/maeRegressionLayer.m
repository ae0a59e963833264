function layer = maeRegressionLayer(name)
layer = regressionLayer('Name',name);
end
