/** Programs guides call, whatever their arguments. */
const PROGRAMS = new Set(
  `kubectl oc etcdctl etcdutl ceph rbd rados radosgw-admin virtctl ssh scp gcloud gsutil bq terraform tf helm docker podman crictl ctr nerdctl aws az eksctl doctl
   curl wget ping ping6 mtr traceroute tracert dig nslookup host nc ncat telnet openssl ss netstat ip ifconfig ethtool arp tcpdump iptables nft route nmcli ipmitool
   systemctl service journalctl dmesg top htop iostat vmstat sar mpstat pidstat iotop free df du lsblk lsof ps uptime who w last cat less more tail head grep zgrep zcat egrep awk sed cut sort uniq
   find ls cd pwd cp mv rm mkdir rmdir touch chmod chown ln tar gzip gunzip zip unzip rsync dd mount umount stat file sync truncate growpart parted fdisk sgdisk partprobe blkid hdparm nvme dmidecode lspci lscpu chronyc timedatectl hostnamectl localectl loginctl resolvectl getent ausearch auditctl firewall-cmd semanage restorecon
   kill pkill killall pgrep strace gdb perf pstack jstack jmap jcmd java python python3 ruby node go make git jq yq base64 xargs tee echo printf export source set unset env sudo su chroot nsenter
   psql pg_dump pg_restore pg_ctl patronictl pgbench vacuumdb reindexdb mysql mysqladmin mysqldump redis-cli mongo mongosh cqlsh nodetool rabbitmqctl kafka-topics kafka-topics.sh cockroach
   consul vault nomad argocd flux istioctl linkerd cilium hubble calicoctl kubeadm kubelet kustomize stern krew velero cmctl kubevirt tkn knative kn rosa ocm
   knife chef-client puppet ansible ansible-playbook salt fluent-bit promtool amtool thanos loki logcli tempo mimirtool tanka tk jb
   apt apt-get yum dnf rpm dpkg snap brew npm pip pip3 gem bundle mpclaim taskkill ipconfig net netsh sc reg shutdown reboot halt poweroff hostname uname date timeout watch time sleep wait eval alias sv sensors gitlab-patronictl exit logout
   crontab modprobe lsmod sysctl swapon swapoff smartctl mdadm lvs vgs pvs lvextend fsck xfs_repair resize2fs multipath iscsiadm fio
   keytool certbot step cfssl gitlab-ctl gitlab-rake gitlab-rails gitlab-psql gitlab-redis-cli pgbouncer haproxy hatop nginx apachectl httpd varnishadm
   swift openstack nova rancher minikube kind k9s ibmcloud oci hcloud hdfs yarn hadoop spark-submit zkCli.sh bash sh zsh for while if until test subctl odf noobaa storageclass mc s3cmd sqlcmd azcopy`.split(
    /\s+/,
  ),
);

const LOG_LIKE = /^\S+\s{2,}\S+\s{2,}\S+|^\d{4}-\d\d-\d\d|^\[?\d{1,2}:\d\d|^(?:error|warning|info|debug|fatal|normal)\b[:\s]/i;

/** Whether a line reads as a command rather than as output, YAML or prose. */
export function isCommandLine(line: string): boolean {
  const bare = line
    .replace(/^(?:\$|#|>)\s+/, '')
    .replace(/^(?:sudo\s+(?:-\S+\s+(?:\w+\s+)?)?|export\s+|then\s+|do\s+|time\s+|nohup\s+)*/, '');
  if (/^[A-Za-z_]\w*=(?:\S|$)/.test(bare)) return !/^\w+=\S*\s+\w+=/.test(bare) || bare.includes('$(');
  const program = /^([^\s;|&]+)/.exec(bare)?.[1] ?? '';
  if (LOG_LIKE.test(bare) && !PROGRAMS.has(program)) return false;
  if (/^sudo\s+(?:-\S+\s+)*[a-z./]/.test(line.trim())) return true;
  if (/^(?:[A-Za-z]:\\\S+\\)?[\w.-]+\.exe(?:\s|$)/.test(bare)) return true;
  if (PROGRAMS.has(program) || PROGRAMS.has(program.replace(/^.*\//, ''))) return !isProse(bare, program);
  if (/^(?:\.{0,2}\/|~\/)[\w./-]+(?:\s|$)/.test(bare)) return !/^\/\S+$/.test(bare) || /\/s?bin\//.test(bare);
  return /^[a-z][\w.-]*(?:\s+[\w./:=-]+){0,4}\s+--?[A-Za-z][\w-]*/.test(bare) && !/^\w+:/.test(bare);
}

/** "find out why", "set the value", "service is down": words that are programs too. */
function isProse(line: string, program: string): boolean {
  if (line === program)
    return !/^(?:top|htop|dmesg|w|who|uptime|free|df|ls|pwd|lsblk|ss|ps|mtr|iostat|vmstat|date|hostname|lsof|netstat|exit|logout|reboot|lspci|lscpu)$/.test(
      program,
    );
  if (
    !/^(?:find|set|test|make|go|time|watch|wait|file|host|service|step|head|top|last|date|sort|cut|more|less|stat|source|if|for|while|until|kind|node|route|sync|mount|kill|who|w|which|perf|ping|touch|link|test|free|timeout|env|bundle|step|puppet|flux|vault|consul|cilium|swift|salt|yarn|nova|net|reg|sc|thanos|loki|tempo|velero|noobaa)$/.test(
      program,
    )
  )
    return false;
  const second = line.slice(program.length).trim().split(/\s+/)[0] ?? '';
  return (
    /^(?:the|a|an|is|are|was|of|to|out|up|for|and|or|in|on|it|this|that|your|any|all|by|with|has|had|will|be|if|you|sure|into|from|at|not|no|until|than|there|we|value|values|time|can|should)$/i.test(
      second,
    ) ||
    (/^(?:if|for|while|until)$/.test(program) && !/\[|\bin\b|\bdo\b|;|\(\(/.test(line))
  );
}
