import { asksOnly } from '../kubernetes/reading/verbs.js';
import { mutatingSql } from './mutating-sql.js';
import { programOf, shellCommands, type ShellCommand } from './shell-words.js';

/** Whether a shell text changes anything: any of its commands, also those inside `$(…)`, `ssh host "…"`, `exec … -- …`. */
export function mutatingShell(text: string, depth = 0): boolean {
  if (depth > 4) return true;
  return shellCommands(text).some((command) => command.inner.some((inner) => mutatingShell(inner, depth + 1)) || changes(command, depth));
}

const ALWAYS = new Set(
  `reboot shutdown poweroff halt kill pkill killall taskkill rm rmdir dd mkfs shred truncate mv ln chmod chown chgrp umount fsck
   vacuumdb reindexdb pg_resetwal pg_rewind pg_repack swapoff swapon setenforce useradd userdel usermod passwd modprobe rmmod chattr gzip gunzip
   growpart fdisk sgdisk partprobe wipefs mkswap chef-client puppet ansible-playbook logrotate drbdadm parted resize2fs xfs_growfs lvextend lvreduce Restart-Computer scancel`.split(
    /\s+/,
  ),
);

/** For programs with sub-commands: which of them change something. */
const VERBS: Readonly<Record<string, RegExp>> = {
  systemctl:
    /^(?:start|stop|restart|reload|try-restart|reload-or-restart|enable|disable|mask|unmask|kill|isolate|daemon-reload|reset-failed|set-property|edit|reboot)$/,
  etcdctl: /^(?:defrag|del|put|compact(?:ion)?|move-leader|restore|rm|set|mk|update)$/,
  helm: /^(?:install|upgrade|uninstall|rollback|delete)$/,
  terraform: /^(?:apply|destroy|import|taint|untaint)$/,
  tf: /^(?:apply|destroy|import|taint|untaint)$/,
  virtctl: /^(?:start|stop|restart|migrate|pause|unpause|addvolume|removevolume|image-upload|soft-reboot|expose)$/,
  docker: /^(?:rm|rmi|stop|kill|restart|start|run|prune|update|pause|unpause|create|compose)$/,
  podman: /^(?:rm|rmi|stop|kill|restart|start|run|prune|update|pause|unpause|create)$/,
  crictl: /^(?:rm|rmi|rmp|stop|stopp|start|run|runp|update)$/,
  gsutil: /^(?:rm|mv|cp|rsync|setmeta|mb|rb)$/,
  git: /^(?:push|reset|commit|clean|revert|rebase|merge|rm|mv|apply|am|cherry-pick|update-ref|gc|prune|repack)$/,
  apt: /^(?:install|remove|purge|upgrade|dist-upgrade|autoremove)$/,
  'apt-get': /^(?:install|remove|purge|upgrade|dist-upgrade|autoremove)$/,
  yum: /^(?:install|remove|update|upgrade|downgrade|erase)$/,
  dnf: /^(?:install|remove|update|upgrade|downgrade|erase)$/,
  patronictl: /^(?:restart|reload|reinit|failover|switchover|pause|resume|edit-config|remove|flush)$/,
  nodetool: /^(?:repair|decommission|cleanup|drain|removenode|assassinate|rebuild|compact|flush|scrub|enable\w+|disable\w+|move)$/,
  rabbitmqctl:
    /^(?:stop|stop_app|start_app|reset|force_reset|purge_queue|delete_\w+|set_\w+|clear_\w+|add_\w+|forget_cluster_node|close_\w+|eval)$/,
  cmctl: /^(?:renew|approve|deny)$/,
  argocd: /^(?:sync|rollback|set|delete|terminate-op)$/,
  flux: /^(?:reconcile|suspend|resume|delete|create|install|uninstall)$/,
  knife: /^(?:bootstrap|delete|edit|create|upload)$/,
  vault: /^(?:write|delete|seal|unseal|revoke|renew|put|operator)$/,
  consul: /^(?:leave|force-leave|put|delete|reload|maint)$/,
  'redis-cli':
    /^(?:del|set|flushall|flushdb|failover|shutdown|config|expire|unlink|rename|slaveof|replicaof|bgsave|save|debug|client|cluster)$/i,
  cilium: /^(?:install|uninstall|upgrade|enable|disable)$/,
  mpclaim: /^-(?:r|i|n|u)$/,
  'rook-ceph': /^.*$/,
  supervisorctl: /^(?:start|stop|restart|reload|update)$/,
  pm2: /^(?:start|stop|restart|reload|delete)$/,
  kubeadm: /^(?:init|join|reset|upgrade)$/,
  crontab: /^-(?:r|e)$/,
  swift: /^(?:delete|upload|post)$/,
  'gitlab-ctl': /^(?:restart|stop|start|reconfigure|hup|kill|promote\S*)$/,
};

/** Cloud programs: the verb is anywhere among the words. */
const CLOUD = new Set([
  'gcloud',
  'az',
  'aws',
  'doctl',
  'ibmcloud',
  'rosa',
  'ocm',
  'eksctl',
  'linode-cli',
  'oci',
  'openstack',
  'cockroach',
  'hcloud',
]);
const CLOUD_VERB =
  /^(?:create|delete|update|set|resize|seek|restart|reset|start|stop|add|remove|scale|upgrade|rotate|patch|deploy|failover|restore|purge|import|apply|detach|attach|decommission|recommission|drain|edit|move|promote|enable|disable|reboot|rollback|redeploy|reimage|deallocate|invoke|(?:create|delete|update|modify|put|reboot|terminate|stop|start|attach|detach|add|remove|reset|set|run|enable|disable|register|deregister|associate|disassociate|rotate|restore|failover)-[a-z-]+)$/;

const KUBECTL_VERB =
  /^(?:delete|scale|patch|apply|edit|create|replace|label|annotate|cordon|uncordon|drain|taint|expose|autoscale|run|cp|approve|deny|new-app|new-project|tag|import-image|start-build|cancel-build)$/;

/** Flags before the verb whose next word is their value. */
const TAKES_VALUE = /^(?:-n|-H|--namespace|--context|--kube-context|--kubeconfig|--host|--project)$/;

function changes({ words, writesFile }: ShellCommand, depth: number): boolean {
  const run = programOf(words);
  if (run === null) return false;
  const { program, args } = run;
  if (program === 'kubectl' || program === 'oc' || program === 'k' || program === 'kubectl.exe') return mutatingKubectl(args, depth);
  if (ALWAYS.has(program)) return !(program === 'kill' && args[0] === '-0');
  const plain = args.filter((word, index) => !word.startsWith('-') && !TAKES_VALUE.test(args[index - 1] ?? ''));
  const verbs = VERBS[program];
  if (verbs !== undefined)
    return (
      verbs.test(plain[0] ?? '') ||
      (program === 'etcdctl' && etcdctl(plain)) ||
      (program === 'mpclaim' && args.some((word) => verbs.test(word))) ||
      (program === 'knife' && (plain[0] === 'ssh' ? mutatingShell(plain.at(-1) ?? '', depth + 1) : verbs.test(plain[1] ?? ''))) ||
      (program === 'crontab' && verbs.test(args[0] ?? ''))
    );
  if (CLOUD.has(program)) return plain.some((word) => CLOUD_VERB.test(word));
  return special(program, args, plain, depth) || (writesFile && (program === 'cat' || program === 'echo' || program === 'tee'));
}

function etcdctl(plain: readonly string[]): boolean {
  return (
    (plain[0] === 'member' && /^(?:add|remove|update|promote)$/.test(plain[1] ?? '')) ||
    (plain[0] === 'alarm' && plain[1] === 'disarm') ||
    (plain[0] === 'snapshot' && plain[1] === 'restore')
  );
}

function special(program: string, args: readonly string[], plain: readonly string[], depth: number): boolean {
  switch (program) {
    case 'service':
    case 'net':
    case 'sc.exe':
      return args.some((word) => /^(?:start|stop|restart|reload|force-reload)$/i.test(word));
    case 'sed':
      return args.some((word) => /^-[a-z]*i/.test(word) || word === '--in-place');
    case 'tee':
      return !args.includes('/dev/null');
    case 'find':
      return (
        args.includes('-delete') ||
        args.some((word, index) => /^-(?:exec|execdir|ok|okdir)$/.test(word) && mutatingShell(args.slice(index + 1).join(' '), depth + 1))
      );
    case 'ipconfig':
      return args.some((word) => /^[-/](?:registerdns|renew|release)/i.test(word));
    case 'curl':
    case 'http':
      return (
        args.some((word, index) => /^(?:-X|--request)$/.test(word) && /^(?:POST|PUT|PATCH|DELETE)$/i.test(args[index + 1] ?? '')) ||
        args.some((word) => /^(?:-X(?:POST|PUT|PATCH|DELETE)|-d|--data\S*|-T|--upload-file)$/.test(word))
      );
    case 'psql':
    case 'mysql':
    case 'sqlcmd':
    case 'gitlab-psql':
    case 'clickhouse-client':
      return args.some((word, index) => /^(?:-c|-e|-Q|--command|--execute|--query)$/.test(args[index - 1] ?? '') && mutatingSql(word));
    case 'ssh':
      return mutatingShell(plain.slice(1).join(' '), depth + 1);
    case 'bash':
    case 'sh':
      return args.some((word, index) => /^-\w*c$/.test(args[index - 1] ?? '') && mutatingShell(word, depth + 1));
    case 'chroot':
      return mutatingShell(args.slice(1).join(' '), depth + 1);
    case 'ceph':
      return mutatingCeph(plain);
    case 'rbd':
    case 'rados':
      return (
        /^(?:rm|remove|create|resize|rename|map|unmap|feature|trash|purge|put|rmpool|migration|mirror)$/.test(plain[0] ?? '') &&
        !plain.some((word) => /^(?:ls|list|status|info|get)$/.test(word))
      );
    case 'radosgw-admin':
      return plain.some((word) => /^(?:rm|create|modify|delete|unlink|link|trim|reshard|sync)$/.test(word));
    case 'ip':
    case 'nmcli':
    case 'netsh':
    case 'ovs-vsctl':
    case 'tc':
    case 'ethtool':
      return (
        plain.some((word) => /^(?:add|del|delete|set|flush|up|down|replace|change|modify|reset|add-port|del-port)$/.test(word)) ||
        (program === 'ethtool' && args.some((word) => /^-[GKCLs]$/.test(word)))
      );
    case 'iptables':
    case 'nft':
      return args.some((word) => /^(?:-[ADIRFXPN]|add|delete|flush|insert)$/.test(word));
    case 'sysctl':
      return args.some((word) => word === '-w' || word === '-p' || word.includes('='));
    case 'mount':
      return args.length > 0;
    case 'crushtool':
      return false;
    default:
      return changesByName(program, plain);
  }
}

const TEXT_TOOL =
  /^(?:[ez]?grep|rg|ack|echo|printf|z?cat|less|more|head|tail|awk|sort|uniq|wc|ls|jq|yq|cut|tr|column|diff|stat|file|man|which|type|test|true|false|cd|history|source|export|date|ping|dig|nslookup|host|ps|pgrep|top|journalctl|dmesg|ss|netstat|lsof|logger|promtool|python3?|ruby|perl|bash|sh)$/;
const CHANGING_WORD =
  /^(?:re-?start|reload|stop|start|kill|hup|reinit\w*|failover|switchover|delete|remove|rm|destroy|purge|reset|create|apply|install|uninstall|upgrade|enable|disable|set|edit|write|put|push|deploy|rollback|undo|repair|restore|import|migrate|promote|demote|drain|cordon|scale|reconfigure|revoke|rotate|renew|down|up)$/;

/** A program nobody here knows: by what its script is called and by its first word. */
function changesByName(program: string, plain: readonly string[]): boolean {
  if (/^(?:fix|repair|recover|restore|restart|cleanup|clean|delete|purge|remove|reset)[\w-]*\.(?:sh|py|rb|ps1|pl)$/i.test(program))
    return true;
  return !TEXT_TOOL.test(program) && CHANGING_WORD.test(plain[0] ?? '');
}

function mutatingCeph(plain: readonly string[]): boolean {
  const text = plain.join(' ');
  if (/^(?:tell|daemon)\b/.test(text)) return /\b(?:injectargs|config set|compact|reset|clear|evict|flush|repair|set)\b/.test(text);
  return (
    /\b(?:set|unset|rm|create|delete|destroy|purge|out|in|down|up|add|remove|reweight\S*|repair|scrub|deep-scrub|fail|mute|unmute|enable|disable|archive\S*|rename|rotate|restart|apply|redeploy|import|set-\S+|rmfailed|repaired|new|evict|assimilate-conf)\b/.test(
      text,
    ) &&
    !/^(?:status|health|df|-s|osd (?:tree|status|df|perf|dump|stat|find|metadata|pool (?:ls|get|stats)|in\b)|mds stat|fs (?:status|ls|dump|get)|pg (?:dump|stat|ls|query|map)|mon (?:dump|stat)|config (?:get|dump|show|log)|crash (?:ls|info)|log|versions|quorum_status)\b/.test(
      text,
    )
  );
}

/** `kubectl`'s own verbs, `rollout`, `adm`, `set`, and what `exec` and `debug` run. */
export function mutatingKubectl(args: readonly string[], depth = 0): boolean {
  if (args.some((word) => /^--dry-run(?:=(?:client|server))?$/.test(word))) return false;
  const split = args.indexOf('--');
  const own = (split === -1 ? args : args.slice(0, split)).filter(
    (word, index, all) =>
      !word.startsWith('-') && !/^-[nlfcp]$|^--(?:namespace|context|kubeconfig|cluster|user|selector|filename)$/.test(all[index - 1] ?? ''),
  );
  const [verb = '', second = ''] = own;
  if (verb === 'exec' || verb === 'debug' || verb === 'rsh') return mutatingShell(innerCommand(verb, args, split), depth + 1);
  if (verb === 'rollout') return /^(?:restart|undo|pause|resume|latest|retry|cancel)$/.test(second);
  if (verb === 'adm')
    return (
      !(second === 'upgrade' && asksOnly(args.slice(args.indexOf('upgrade') + 1))) &&
      /^(?:drain|cordon|uncordon|taint|upgrade|policy|prune|migrate|restart-kubelet|reboot-machine-config-pool|must-gather-clean|ocp-certificates)$/.test(
        second,
      )
    );
  if (verb === 'set') return second !== '' && second !== 'last-applied-view';
  if (verb === 'certificate') return /^(?:approve|deny)$/.test(second);
  if (verb === 'config' || verb === 'auth') return second === 'reconcile';
  if (verb === 'scale' || KUBECTL_VERB.test(verb)) return verb !== 'create' || second !== 'token';
  return verb === 'delete';
}

function innerCommand(verb: string, args: readonly string[], split: number): string {
  if (split !== -1) return args.slice(split + 1).join(' ');
  const at = args.indexOf(verb);
  const rest = args.slice(at + 1);
  const target = rest.findIndex(
    (word, index) => !word.startsWith('-') && !/^-[nc]$|^--(?:namespace|container|image)$/.test(rest[index - 1] ?? ''),
  );
  return target === -1
    ? ''
    : rest
        .slice(target + 1)
        .filter((word) => !/^-(?:it?|ti?|t|c|n)$/.test(word))
        .join(' ');
}
