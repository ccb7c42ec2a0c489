/** A character nobody sees, and a terminal, a reader or a model may obey: controls, directions, tags, fillers, line ends. */
export const unseen = /\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|\p{Variation_Selector}/u
