import { z } from "zod";

/** The option of input layers that names their time dimension. */
export const timeDimensionOption = z
  .string('must be a name such as "time"')
  .regex(/^[A-Za-z]\w*$/, 'must be a name of letters, digits and underscores, such as "sourceTime"')
  .refine((name) => name !== "batch", 'must not be "batch", which is the name of the batch dimension')
  .default("time");
