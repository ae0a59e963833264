function o = train_opts(cfg)
o = trainingOptions('sgdm','InitialLearnRate',cfg.opt.lr,'Momentum',.9,'MaxEpochs',cfg.opt.epochs);
