import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The journeys in the browser take minutes each, from files of a few lines: begun last, as the smallest, they would
 * keep one worker busy while the others have nothing left to do.
 */
export class JourneysFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [...sorted.filter(isJourney), ...sorted.filter((file) => !isJourney(file))]
  }
}

const isJourney = ({ moduleId }: TestSpecification) => moduleId.includes('/test/journeys/')
