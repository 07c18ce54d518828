// The service of the score as an ES module.
import { createRequire } from 'node:module';
import http from 'node:http';
import AWS from 'aws-sdk';
import * as dynamoDb from '@aws-sdk/client-dynamodb';
import * as eventBridge from '@aws-sdk/client-eventbridge';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sfn from '@aws-sdk/client-sfn';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import express from 'express';
import pg from 'pg';
import * as failures from './failures.mjs';
import serve from './serve.cjs';

const code = createRequire(import.meta.url)(process.env.SCORE_CODE);
serve(
  { express, http, pg, AWS, ...dynamoDb, ...eventBridge, ...lambda, ...s3, ...sfn, ...sns, ...sqs },
  failures,
  code,
);
