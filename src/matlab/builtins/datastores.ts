import type { Builtin } from "../values/value.ts";
import { define, type Results } from "./define.ts";
import { withoutData } from "./missingData.ts";

/** Data that only files hold: unknown in `port`, so that what is built from it stays unknown, too; refused in `run`. */
function data(name: string): Builtin {
  return define(
    name,
    (call): Results => withoutData(call, `${name} is not supported: give arrays of numbers, read from a .mat or .csv file`),
    { role: "data", unknowns: "accept" },
  );
}

const names = [
  "imageDatastore pixelLabelDatastore augmentedImageDatastore imageDataAugmenter fileDatastore tabularTextDatastore",
  "signalDatastore audioDatastore sequenceDatastore datastore splitEachLabel countEachLabel shuffle subset partition",
  "read readall readimage preview hasdata next numobservations randomPatchExtractionDatastore denoisingImageDatastore pixelLabelImageDatastore boxLabelDatastore",
  "tall mapreduce imresize imcrop imrotate rgb2gray gray2rgb im2double im2single im2uint8 ind2rgb imgaussfilt imadjust imnoise imbinarize",
  "medfilt2 imfilter fspecial edge imerode imdilate augment labeloverlay insertText insertObjectAnnotation psnr ssim jaccard dice bfscore",
  "evaluateSemanticSegmentation tokenizedDocument wordEncoding doc2sequence melSpectrogram mfcc stft istft cwt dwt wavedec",
  "wdenoise lowpass highpass bandpass butter filtfilt resample hilbert emd vmd pwelch",
  "japaneseVowelsTrainData japaneseVowelsTestData digitTrain4DArrayData digitTest4DArrayData digitTrainCellArrayData digitTestCellArrayData",
  "iris_dataset simplefit_dataset chickenpox_dataset maglev_dataset wine_dataset cancer_dataset house_dataset bodyfat_dataset crab_dataset",
].flatMap((line) => line.split(" "));

/** Datastores, images and signals. */
export const datastores: readonly Builtin[] = names.map(data);
