cfg = default_config();
cfg.blocks(2).filters = cfg.blocks(1).filters;
net = build_net(cfg);
trained = trainNetwork(imds, net, train_opts(cfg));
