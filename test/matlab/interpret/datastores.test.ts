import { describe, expect, it } from "vitest";
import { plain, runText } from "./running.ts";

/** The variables of a script by these names, as plain JavaScript. */
async function values(text: string, ...names: string[]): Promise<unknown[]> {
  const run = await runText(text);
  expect(run.error?.message).toBeUndefined();
  return names.map((name) => plain(run.variables.get(name)));
}

async function problem(text: string): Promise<string | undefined> {
  return (await runText(text)).error?.message;
}

const two = "ds = combine(arrayDatastore([1 2;3 4;5 6]), arrayDatastore([10;20;30]));";

describe("an arrayDatastore", () => {
  it("gives rows in cells, one by one, and begins again after reset", async () => {
    const text =
      "ds = arrayDatastore([1 2;3 4]); a = read(ds); b = read(ds); h = hasdata(ds); reset(ds); c = read(ds); s = class(ds);";
    expect(await values(text, "a", "b", "h", "c", "s")).toEqual([
      [[1, 2]],
      [[3, 4]],
      0,
      [[1, 2]],
      "matlab.io.datastore.ArrayDatastore",
    ]);
  });

  it.each([
    ["slices along another dimension", "x = read(arrayDatastore(cat(3,[1 2],[3 4]),IterationDimension=3)); x = x{1};", [1, 2]],
    ["as many at once as ReadSize says", "x = size(read(arrayDatastore(ones(5,2),ReadSize=3)));", [3, 1]],
    [
      "the class of the array with OutputType same",
      "x = read(arrayDatastore([1 2;3 4],ReadSize=2,OutputType='same'));",
      [1, 3, 2, 4],
    ],
    ["cells of a cell array as they are", "x = read(arrayDatastore({1;2},OutputType='same'));", [1]],
    ["everything with readall", "x = readall(arrayDatastore([1;2;3]));", [1, 2, 3]],
    [
      "everything along its dimension",
      "x = size(readall(arrayDatastore(ones(2,3),IterationDimension=2,OutputType='same')));",
      [2, 3],
    ],
    [
      "the first reading with preview, staying where it is",
      "d = arrayDatastore([7;8]); read(d); x = [preview(d) read(d)];",
      [7, 8],
    ],
    ["chosen observations", "x = readall(subset(arrayDatastore([1;2;3]),[3 1]));", [3, 1]],
    ["observations of a mask", "x = readall(subset(arrayDatastore([1;2;3]),[true;false;true]));", [1, 3]],
    [
      "all once when shuffled",
      "rng(1); x = sort(cell2mat(readall(shuffle(arrayDatastore((1:9)')))))';",
      [1, 2, 3, 4, 5, 6, 7, 8, 9],
    ],
    [
      "its properties",
      "d = arrayDatastore(1,IterationDimension=4); d.ReadSize = 2; x = [d.ReadSize d.IterationDimension];",
      [2, 4],
    ],
  ])("gives %s", async (_, text, wanted) => {
    expect(await values(text, "x")).toEqual([wanted]);
  });

  it.each([
    ["ds = arrayDatastore(1); read(ds); read(ds);", /No more data to read/],
    ["arrayDatastore(1,ReadSize=0);", /ReadSize must be a positive whole number; it is 0/],
    ["arrayDatastore(1,OutputType='table');", /OutputType must be "cell" or "same"/],
    ["arrayDatastore(1,Nothing=1);", /does not know the option 'Nothing'/],
    ["subset(arrayDatastore([1;2]),3);", /whole numbers from 1 to 2/],
    ["d = arrayDatastore(1); d.ReadSize = 0;", /'ReadSize' of a datastore cannot be set/],
    ["partition(arrayDatastore(1),2,1);", /partition of a matlab.io.datastore.ArrayDatastore is not supported/],
    ["combine(1,2);", /only arrayDatastore and what combine and transform make of it/],
  ])("%s is refused", async (text, wanted) => {
    expect(await problem(text)).toMatch(wanted);
  });
});

describe("datastores together", () => {
  it("stand side by side with combine, until one is read to its end", async () => {
    const text = `${two} x = readall(ds); ds2 = combine(arrayDatastore([1;2]),arrayDatastore(9)); n = size(readall(ds2));`;
    expect(await values(text, "x", "n")).toEqual([
      [[1, 2], [3, 4], [5, 6], 10, 20, 30],
      [1, 2],
    ]);
  });

  it("go through a function with transform", async () => {
    const text = `${two} t = transform(ds, @(d) {d{1}*2, d{2}+1}); x = read(t); n = numel(t.UnderlyingDatastores);
u = transform(arrayDatastore(1),arrayDatastore(2),@(a,b) {a{1}+b{1}}); y = read(u);`;
    expect(await values(text, "x", "n", "y")).toEqual([[[2, 4], 11], 1, [3]]);
  });

  it("are shuffled together", async () => {
    const text =
      "rng(3); X = (1:20)'; ds = shuffle(combine(arrayDatastore(X),arrayDatastore(10*X))); c = cell2mat(readall(ds)); same = isequal(10*c(:,1),c(:,2)); moved = ~isequal(c(:,1),X);";
    expect(await values(text, "same", "moved")).toEqual([1, 1]);
  });

  it("must give readings of one height", async () => {
    expect(await problem("read(combine(arrayDatastore([1;2],ReadSize=2),arrayDatastore([1;2])));")).toMatch(/have 2 and 1 rows/);
  });
});

describe("a minibatchqueue", () => {
  it("gives batches with labels, a shorter one last, and begins again after reset", async () => {
    const text = `${two} q = minibatchqueue(ds,MiniBatchSize=2,MiniBatchFormat={'BC',''}); n = 0;
while hasdata(q), [X,T] = next(q); n = n + 1; sizes{n} = size(X); end
d = dims(X); x = extractdata(X); t = extractdata(T); c = class(x); k = class(X); reset(q); [X,T] = next(q); first = extractdata(X);`;
    expect(await values(text, "n", "sizes", "d", "x", "t", "c", "k", "first")).toEqual([
      2,
      [
        [2, 2],
        [2, 1],
      ],
      "CB",
      [5, 6],
      30,
      "double",
      "dlarray",
      [1, 2, 3, 4],
    ]);
  });

  it("makes batches by a function of the script, with as many outputs as that has", async () => {
    const text = `${two} q = minibatchqueue(ds,MiniBatchSize=3,MiniBatchFcn=@prepare,OutputAsDlarray=[1 0 0],OutputCast={'single','double','int8'});
[a,b,c] = next(q); a = extractdata(a); n = q.NumOutputs; k = {class(b),class(c)};
function [X,T,n] = prepare(x,t), X = cat(2,x{:}); T = cat(1,t{:}); n = numel(x); end`;
    expect(await values(text, "a", "b", "c", "n", "k")).toEqual([[1, 2, 3, 4, 5, 6], [10, 20, 30], 3, 3, ["double", "int8"]]);
  });

  it("puts images together along the first free dimension, and leaves a short last batch out where that is said", async () => {
    const text = `q = minibatchqueue(arrayDatastore(ones(4,4,3,5),IterationDimension=4),MiniBatchSize=2,MiniBatchFormat='SSCB',PartialMiniBatch='discard');
n = 0; while hasdata(q), X = next(q); n = n + size(X,4); end, s = size(X); d = dims(X);`;
    expect(await values(text, "n", "s", "d")).toEqual([4, [4, 4, 3, 2], "SSCB"]);
  });

  it("takes what is over from one reading into the next batch", async () => {
    const text = `ds = arrayDatastore((1:7)',ReadSize=3); q = minibatchqueue(ds,MiniBatchSize=2); n = 0;
while hasdata(q), n = n + 1; c{n} = extractdata(next(q)); end`;
    expect(await values(text, "c")).toEqual([[[1, 2], [3, 4], [5, 6], 7]]);
  });

  it("gives every observation once when shuffled", async () => {
    const text = `rng(1); q = minibatchqueue(arrayDatastore((1:10)'),MiniBatchSize=4,OutputAsDlarray=false,OutputCast='double'); shuffle(q); a = [];
while hasdata(q), a = [a; next(q)]; end, s = sort(a)'; moved = ~isequal(a,(1:10)');`;
    expect(await values(text, "s", "moved")).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 1]);
  });

  it("feeds a training loop of the script, whose loss falls", async () => {
    const text = `rng(0); X = randn(64,2); T = X*[1;-2]; ds = combine(arrayDatastore(X),arrayDatastore(T));
q = minibatchqueue(ds,MiniBatchSize=16,MiniBatchFormat={'BC','BC'});
net = dlnetwork([featureInputLayer(2); fullyConnectedLayer(1)]); a = []; b = []; it = 0;
for epoch = 1:30, shuffle(q); while hasdata(q), it = it + 1; [x,t] = next(q);
[l,g] = dlfeval(@loss,net,x,t); [net,a,b] = adamupdate(net,g,a,b,it,0.1); if it == 1, first = double(extractdata(l)); end, end, end
last = double(extractdata(l)); fell = last < first/20;
function [l,g] = loss(net,x,t), l = mse(forward(net,x),t); g = dlgradient(l,net.Learnables); end`;
    expect(await values(text, "it", "fell")).toEqual([120, 1]);
  });

  it.each([
    [`${two} q = minibatchqueue(ds); next(q); next(q);`, /end of the data is reached/],
    [`${two} q = minibatchqueue(ds); [a,b,c] = next(q);`, /Too many output arguments/],
    [`${two} minibatchqueue(ds,MiniBatchSize=0);`, /MiniBatchSize must be a positive whole number/],
    [
      `${two} minibatchqueue(ds,MiniBatchFormat={'BC','BC','BC'});`,
      /MiniBatchFormat must have one entry, or one for each of the 2 outputs; it has 3/,
    ],
    [`${two} minibatchqueue(ds,OutputEnvironment='gpu');`, /OutputEnvironment 'gpu' is not supported/],
    [`${two} minibatchqueue(ds,PartialMiniBatch='keep');`, /PartialMiniBatch must be/],
    [`${two} minibatchqueue(ds,OutputCast='text');`, /OutputCast 'text' is not supported/],
    [
      "next(minibatchqueue(arrayDatastore(categorical({'a';'b'}))));",
      /cannot become a dlarray: it is .*Encode it in the MiniBatchFcn/,
    ],
    ["minibatchqueue([1 2 3]);", /only arrayDatastore and what/],
  ])("%s is refused", async (text, wanted) => {
    expect(await problem(text)).toMatch(wanted);
  });
});

describe("datastores while a script is ported", () => {
  it("are unknown, and so is what is read from them", async () => {
    const text =
      "ds = arrayDatastore([1 2;3 4]); q = minibatchqueue(ds,MiniBatchSize=1); X = next(q); h = hasdata(q); reset(q); layers = [featureInputLayer(2); fullyConnectedLayer(3)]; net = dlnetwork(layers);";
    const run = await runText(text, { mode: "port" });
    expect([run.error?.message, run.graphs.length]).toEqual([undefined, 1]);
    expect(["ds", "q", "X", "h"].map((name) => run.variables.get(name)?.kind)).toEqual([
      "unknown",
      "unknown",
      "unknown",
      "unknown",
    ]);
  });
});

describe("a training on datastores", () => {
  const options = "opts = trainingOptions('adam',MaxEpochs=60,MiniBatchSize=8,InitialLearnRate=0.1,Verbose=false);";

  it("of features and numbers fits them", async () => {
    const text = `rng(0); X = randn(40,2); T = X*[2;1]; ${options}
ds = combine(arrayDatastore(X),arrayDatastore(T)); net = trainnet(ds,[featureInputLayer(2); fullyConnectedLayer(1)],'mse',opts);
good = mean((minibatchpredict(net,X) - T).^2) < 0.05;
function y = minibatchpredict(net,X), y = double(predict(net,X)); end`;
    expect(await values(text, "good")).toEqual([1]);
  });

  it("of columns of features and of responses fits them", async () => {
    const text = `rng(0); X = randn(40,2); T = X*[2 0;1 3]; ${options}
ds = combine(arrayDatastore(X',IterationDimension=2),arrayDatastore(T',IterationDimension=2));
net = trainNetwork(ds,[featureInputLayer(2); fullyConnectedLayer(2); regressionLayer],opts);
good = max(mean((predict(net,X) - T).^2)) < 0.05;`;
    expect(await values(text, "good")).toEqual([1]);
  });

  it("of several inputs feeds each of them", async () => {
    const text = `rng(0); A = randn(40,2); B = randn(40,1); T = A*[2;1] - B; ${options}
net = dlnetwork([featureInputLayer(2,Name='a'); concatenationLayer(1,2,Name='cat'); fullyConnectedLayer(1)],Initialize=false);
net = addLayers(net,featureInputLayer(1,Name='b')); net = connectLayers(net,'b','cat/in2');
ds = combine(arrayDatastore(A),arrayDatastore(B),arrayDatastore(T)); net = trainnet(ds,net,'mse',opts);
good = mean((minibatchpredict(net,A,B) - T).^2) < 0.05;`;
    expect(await values(text, "good")).toEqual([1]);
    expect(await problem(`${text.replace("combine(arrayDatastore(A),", "combine(")}`)).toMatch(
      /The network has 2 inputs \('a', 'b'\); the data have predictors for 1/,
    );
  });

  it("of sequences and classes tells these apart", async () => {
    const text = `rng(0); for i = 1:12, X{i,1} = (2*mod(i,2)-1)*ones(2,5) + 0.1*randn(2,5); end
T = categorical(mod(1:12,2)'); ${options} ds = combine(arrayDatastore(X,OutputType='same'),arrayDatastore(T));
layers = [sequenceInputLayer(2); lstmLayer(4,OutputMode='last'); fullyConnectedLayer(2); softmaxLayer; classificationLayer];
net = trainNetwork(ds,layers,opts); good = mean(classify(net,X) == T);`;
    expect(await values(text, "good")).toEqual([1]);
  });

  it("needs predictors and responses", async () => {
    expect(
      await problem(`${options} trainnet(arrayDatastore(ones(4,2)),[featureInputLayer(2); fullyConnectedLayer(1)],'mse',opts);`),
    ).toMatch(/must give the predictors of each input and the responses, at least 2 variables; it gives 1/);
  });
});

describe("functions of arrays with labels", () => {
  it("take ordinary arrays as they are", async () => {
    const text =
      "x = extractdata([1 2]); y = stripdims([3 4]); d = dims([1 2]); f = isempty(finddim([1 2],'C')); c = class(extractdata(single(1)));";
    expect(await values(text, "x", "y", "d", "f", "c")).toEqual([[1, 2], [3, 4], "", 1, "single"]);
  });
});
