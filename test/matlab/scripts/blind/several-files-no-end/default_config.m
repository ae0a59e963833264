function cfg = default_config()
% defaults shared by all experiments
cfg = struct;
cfg.size   = [40 40 3];
cfg.blocks = struct('filters',16);
cfg.nClass = 7;
cfg.opt.lr = 1e-1;
cfg.opt.epochs = 2;
