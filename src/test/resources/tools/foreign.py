# The config of the first archive over the layers of the second, in a manifest of its own.
import hashlib, io, json, sys, tarfile
def read(name):
    with tarfile.open(name) as tar:
        return {m.name.removeprefix('./'): tar.extractfile(m).read() for m in tar if m.isfile()}
def manifest(files):
    index = json.loads(files['index.json'])
    return index, json.loads(files['blobs/sha256/' + index['manifests'][0]['digest'][7:]])
a, b = read(sys.argv[1]), read(sys.argv[2])
index, m = manifest(a)
m['layers'] = manifest(b)[1]['layers']
blob = json.dumps(m).encode(); digest = hashlib.sha256(blob).hexdigest()
index['manifests'][0].update(digest='sha256:' + digest, size=len(blob))
out = {'oci-layout': a['oci-layout'], 'index.json': json.dumps(index).encode(),
       'blobs/sha256/' + digest: blob}
config = 'blobs/sha256/' + m['config']['digest'][7:]; out[config] = a[config]
for layer in m['layers']:
    name = 'blobs/sha256/' + layer['digest'][7:]; out[name] = b[name]
with tarfile.open(sys.argv[3], 'w') as tar:
    for name, data in out.items():
        info = tarfile.TarInfo(name); info.size = len(data); tar.addfile(info, io.BytesIO(data))
