import { CommandError } from './shell-command.js';

export type SwitchValue = 'on' | 'off';

/** The value of a switch: as the argument says, or the other one where there is none. */
export function switchValue(
  command: string,
  argument: string,
  isOn: boolean,
  ...others: readonly string[]
): SwitchValue {
  const text = argument.toLowerCase();
  if (text === '') return isOn ? 'off' : 'on';
  if (text === 'on' || text === 'off') return text;
  throw new CommandError(`${command} takes ${['on', 'off', ...others].join(', ')}, found '${argument}'`);
}
