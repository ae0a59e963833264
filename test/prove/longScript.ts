/** A MATLAB script of so many lines that builds one residual network: blocks written out one after another, as the network designer writes them. */
export function longScript(lines: number): string {
  const text = [
    "% A long residual network, written out block by block",
    "numFilters = 16;",
    "lgraph = layerGraph(imageInputLayer([64 64 3],'Name','input'));",
    "lgraph = addLayers(lgraph,convolution2dLayer(3,numFilters,'Padding','same','Name','add_0'));",
    "lgraph = connectLayers(lgraph,'input','add_0');",
  ];
  for (let i = 1; text.length + block(i).length <= lines; i++) text.push(...block(i));
  while (text.length < lines) text.push("% that was all");
  return `${text.join("\n")}\n`;
}

function block(i: number): string[] {
  const width = 8 + (i % 5);
  return [
    "",
    `% block ${i}`,
    "tempLayers = [",
    `    convolution2dLayer([3 3],${width},"Name","conv_${i}_a","Padding","same")`,
    `    batchNormalizationLayer("Name","batchnorm_${i}")`,
    `    reluLayer("Name","relu_${i}")`,
    `    convolution2dLayer([3 3],numFilters,"Name","conv_${i}_b","Padding","same")`,
    `    additionLayer(2,"Name","add_${i}")];`,
    "lgraph = addLayers(lgraph,tempLayers);",
    `lgraph = connectLayers(lgraph,"add_${i - 1}","conv_${i}_a");`,
    `lgraph = connectLayers(lgraph,"add_${i - 1}","add_${i}/in2");`,
  ];
}
