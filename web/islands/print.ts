import { addButton } from './find.ts'

/** « Imprimer ce récapitulatif ». */
export function offerPrint() {
  const place = document.querySelector<HTMLElement>('[data-print]')
  if (place) addButton(place, place.dataset.print ?? '', () => print())
}
