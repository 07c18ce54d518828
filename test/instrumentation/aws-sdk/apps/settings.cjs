exports.settings = {
  endpoint: process.env.AWS_STAND_IN,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'SECRET' },
};
exports.item = { TableName: 'roles', Key: { id: { S: '1' } } };
