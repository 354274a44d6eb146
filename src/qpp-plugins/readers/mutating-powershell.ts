import { mutatingShell } from './mutating-shell.js';

const CHANGING =
  /\b(?:New|Set|Add|Remove|Enable|Disable|Restart|Stop|Start|Install|Uninstall|Update|Repair|Reset|Move|Rename|Clear|Register|Unregister|Connect|Disconnect|Suspend|Resume|Grant|Revoke|Dismount|Mount|Initialize|Format|Optimize|Resize|Sync|Restore|Copy|Import|Publish|Unblock|Block|Switch|Push|Deploy|Save|Expand|Complete|Undo|Replace|Edit|Dismiss|Approve|Deny|Merge|Convert)-[A-Za-z]\w+/g;
/** Caches, views, local objects and sessions. */
const HARMLESS =
  /^(?:Update-(?:HostStorageCache|StorageProviderCache|TypeData|FormatData|Help)|Clear-(?:DnsClientCache|Host|Variable)|Format-(?:Table|List|Wide|Custom|Hex)|Import-(?:Module|Csv|Clixml|PowerShellDataFile)|Connect-(?:Az\w*|Mg\w*|VIServer|ExchangeOnline|AzureAD|MsolService|PSSession|AsService)|Disconnect-(?:Az\w*|Mg\w*|VIServer|PSSession)|New-(?:Object|PSSession\w*|TimeSpan|CimSession\w*|Guid|Variable|EventLogQuery)|Set-(?:Location|Variable|StrictMode|AzContext|PSDebug)|Start-(?:Sleep|Transcript)|Stop-Transcript|Add-(?:Member|Type)|Remove-(?:Variable|PSSession|CimSession|Module)|Copy-Object|Convert-Path|Sync-Null|Push-Location|Save-Help|Merge-Object|Resume-Null|Start-Null)$/i;
const PROGRAM_LINE =
  /^\s*(?:&\s*)?(?:taskkill|net|sc\.exe|reg(?:\.exe)?\s+(?:add|delete|import)|bcdedit\s+\/set|netsh|mpclaim|shutdown|kubectl|az|docker|wsl)\b.*$/gim;

/** Whether a PowerShell text changes anything: a changing verb of a cmdlet outside comments, or a program that does. */
export function mutatingPowershell(text: string): boolean {
  const bare = text.replace(/<#[\s\S]*?#>/g, ' ').replace(/(^|\s)#[^\n]*/g, '$1');
  if ([...bare.matchAll(CHANGING)].some(([cmdlet]) => !HARMLESS.test(cmdlet))) return true;
  if (
    /\breg(?:\.exe)?\s+(?:add|delete|import)\b|\bbcdedit\s+\/(?:set|delete)|\bipconfig(?:\.exe)?\s+\/(?:registerdns|renew|release)/i.test(
      bare,
    )
  )
    return true;
  return [...bare.matchAll(PROGRAM_LINE)].some(([line]) => mutatingShell(line));
}
